// expect: looser|exception specification
#include <micromegas/tracing/event_sink.hpp>

class Sink : public micromegas::tracing::NullEventSink {
#ifdef BAD
    void on_shutdown() override {}
#else
    void on_shutdown() noexcept override {}
#endif
};
