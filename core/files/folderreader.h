#pragma once

#include "core/base/cancel.h"

#include <QSet>
#include <QString>

#include <vector>

namespace headwaters {

/// Reads folders that may be of any size, unreadable, or linked in circles: each folder once, and only so
/// many entries altogether.
class FolderReader {
public:
    struct Entry {
        QString name;
        QString path;
        bool isFolder = false; ///< links are followed; a link to nothing counts as a file
    };

    FolderReader(const CancelToken& cancel, int mostEntries);

    /// The entries of a folder in order of name, without those whose name begins with a dot; none where the
    /// folder is not there or has been read before. \throws Error (bad input) where it cannot be read, or
    /// (cancelled).
    [[nodiscard]] std::vector<Entry> read(const QString& folder);
    /// There were more entries than may be read; what `read` gave is a part.
    [[nodiscard]] bool isExhausted() const { return m_left <= 0; }

private:
    CancelToken m_cancel;
    int m_left;
    QSet<QString> m_read; // canonical paths
};

} // namespace headwaters
