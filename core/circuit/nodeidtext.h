#pragma once

#include "core/circuit/nodeid.h"

#include <QString>
#include <QStringView>

namespace headwaters {

/// The text of a tuple as Python prints it: `(9, 9, ' to', "O'Brien")`. Whatever is not printable is escaped,
/// so that the text is one line.
[[nodiscard]] QString nodeIdText(const NodeId& id);
/// One text of such a tuple: in single quotes, or in double quotes where it holds a single one and no double
/// one. Surrogates without a partner are escaped as well.
[[nodiscard]] QString pythonText(const QString& text);

/// Reads what `nodeIdText` writes, and spaces between the items; at most 16 items and 10,000 characters. It
/// is parsed, never evaluated. \throws Error (bad input) with the character where it is no such tuple;
/// `place`, if not empty, is what the message begins with.
[[nodiscard]] NodeId parseNodeId(QStringView text, const QString& place = {});

} // namespace headwaters
