#include "core/circuit/tracerequest.h"

namespace headwaters {

QString methodKey(TraceMethod method)
{
    switch (method) {
    case TraceMethod::Sad:
        return QStringLiteral("sad");
    case TraceMethod::Acc:
        return QStringLiteral("acc");
    case TraceMethod::AccPlusPlus:
        break;
    }
    return QStringLiteral("accpp");
}

QString methodName(TraceMethod method)
{
    switch (method) {
    case TraceMethod::Sad:
        return QStringLiteral("SAD");
    case TraceMethod::Acc:
        return QStringLiteral("ACC");
    case TraceMethod::AccPlusPlus:
        break;
    }
    return QStringLiteral("ACC++");
}

std::optional<TraceMethod> methodFromKey(const QString& key)
{
    for (const TraceMethod method : {TraceMethod::Sad, TraceMethod::Acc, TraceMethod::AccPlusPlus}) {
        if (methodKey(method) == key)
            return method;
    }
    return std::nullopt;
}

} // namespace headwaters
