#pragma once

#include "widgets/theme/colours.h"

#include <QString>

class QTextDocument;

namespace headwaters {

/// Fills `document` with Markdown in the type scale and the colours of a theme: headings, tables with
/// hairlines, code in the mono face.
void setHelpMarkdown(QTextDocument& document, const QString& markdown, const Colours& colours);

} // namespace headwaters
