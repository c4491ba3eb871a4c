// expect: MICROMEGAS_STATIC_MAX_LEVEL must be 0 \(off\), 1 \(fatal\)
#ifdef BAD
#define MICROMEGAS_STATIC_MAX_LEVEL -1
#else
#define MICROMEGAS_STATIC_MAX_LEVEL 0
#endif
#include <micromegas/tracing.hpp>
