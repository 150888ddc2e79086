#include "core/results/generation.h"

namespace headwaters {

QString stopReasonKey(StopReason reason)
{
    switch (reason) {
    case StopReason::Count:
        break;
    case StopReason::Stop:
        return QStringLiteral("stop");
    case StopReason::EndOfText:
        return QStringLiteral("end-of-text");
    case StopReason::Context:
        return QStringLiteral("context");
    }
    return QStringLiteral("length");
}

} // namespace headwaters
