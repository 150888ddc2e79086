#include "core/results/lens.h"

namespace headwaters {

QString LensRow::hook() const
{
    const char* name = place == Place::Before ? "pre" : place == Place::Middle ? "mid" : "post";
    return QStringLiteral("blocks.%1.hook_resid_%2").arg(layer).arg(QLatin1String(name));
}

} // namespace headwaters
