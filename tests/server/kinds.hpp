#pragma once

#include "journal.hpp"

namespace server_test {

/// `other` is the journal of the second thread that it starts.
void record_every_kind(Journal& journal, Journal& other);

/// Log entries, metrics and spans of one of several threads.
void record_a_lot(Journal& journal, unsigned thread, unsigned count);

}  // namespace server_test
