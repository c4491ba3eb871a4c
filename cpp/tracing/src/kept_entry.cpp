#include <micromegas/tracing/detail/kept_entry.hpp>

#include <micromegas/tracing/time.hpp>

#include <algorithm>

namespace micromegas::tracing::detail::inline MICROMEGAS_ABI {
namespace {

bool has_literal(const LogMetadata& desc) noexcept {
    return desc.lifetime == MetadataLifetime::Static && desc.message_is_literal;
}

}  // namespace

KeptEntry::KeptEntry(const LogMetadata& desc, std::span<const PropertyView> properties, std::int64_t time,
                     std::string_view message)
    : site_(&desc),
      level_(desc.level),
      line_(desc.line),
      properties_(properties.begin(), properties.end()),
      time_(time),
      message_(has_literal(desc) ? std::string_view{} : message) {
    for (const PropertyView& property : properties_) {
        property_bytes_ += property.name.size() + property.value.text().size();
    }
    property_texts_.reset(new char[property_bytes_]);
    char* end = property_texts_.get();
    const auto keep = [&end](std::string_view text) {
        char* const begin = end;
        end = std::ranges::copy(text, end).out;
        return std::string_view{begin, text.size()};
    };
    for (PropertyView& property : properties_) {
        property.name = keep(property.name);
        if (property.value.type() == PropertyType::Text) {
            property.value = keep(property.value.text());
        }
    }
    if (desc.lifetime == MetadataLifetime::Transient) {
        site_ = nullptr;
        texts_ = std::make_unique<SiteTexts>(SiteTexts{std::string{desc.fmt_str}, std::string{desc.target},
                                                       std::string{desc.module_path}, std::string{desc.file}});
    }
}

std::size_t KeptEntry::size() const noexcept {
    std::size_t size = sizeof(*this) + message_.size();
    if (texts_ != nullptr) {
        size += texts_->format.size() + texts_->target.size() + texts_->module_path.size() + texts_->file.size();
    }
    return size + properties_.size() * sizeof(PropertyView) + property_bytes_;
}

void KeptEntry::deliver(Deliver call) const {
    if (site_ != nullptr) {
        call(*site_, properties_, time_, has_literal(*site_) ? site_->fmt_str : std::string_view{message_});
        return;
    }
    const LogMetadata site{
        level_, texts_->format, texts_->target, texts_->module_path, texts_->file, line_, MetadataLifetime::Transient};
    call(site, properties_, time_, message_);
}

void report_dropped(std::string_view target, std::uint64_t count, std::string_view which, KeptEntry::Deliver deliver) {
    const LogMetadata site{Level::Warn, "", target, target, __FILE__, __LINE__, MetadataLifetime::Transient};
    deliver(site, {}, now(), std::to_string(count).append(" log entries ").append(which));
}

}  // namespace micromegas::tracing::detail::inline MICROMEGAS_ABI
