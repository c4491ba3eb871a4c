// expect: MICROMEGAS_STATIC_MAX_LEVEL must be 0 \(off\), 1 \(fatal\)
#ifdef BAD
#define MICROMEGAS_STATIC_MAX_LEVEL 7
#else
#define MICROMEGAS_STATIC_MAX_LEVEL 6
#endif
#include <micromegas/tracing.hpp>
