#include "core/engine/trace/firing.h"

namespace headwaters {

QString Firing::text() const
{
    return QStringLiteral("%1 (%2, %3)").arg(head.text()).arg(destination).arg(source);
}

} // namespace headwaters
