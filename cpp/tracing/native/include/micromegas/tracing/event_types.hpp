// The blocks and streams that `EventSink` names.
#pragma once

namespace micromegas::tracing {

class LogBlock;
class LogStream;
class MetricsBlock;
class MetricsStream;
class ThreadBlock;
class ThreadStream;

}  // namespace micromegas::tracing
