#include "core/base/cancel.h"

#include "core/base/error.h"

namespace headwaters {

void CancelToken::throwIfCancelled() const
{
    if (isCancelled())
        throw cancelled();
}

} // namespace headwaters
