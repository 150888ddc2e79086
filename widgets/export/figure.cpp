#include "widgets/export/figure.h"

#include "core/base/error.h"
#include "widgets/export/figurewriter.h"

namespace headwaters {

QByteArray Figure::bytesAs(FigureFormat format) const
{
    throw badInput(
        QStringLiteral("%1: this figure cannot be written as %2").arg(title(), formatName(format)));
}

} // namespace headwaters
