#pragma once

#include "core/heads/report.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// Finished scans in a folder, a file each, by the hash of the model and the settings: so that they are there
/// when the model is opened again, and can be compared. A newer scan of the same settings takes the place of
/// the older.
class KeptReports {
public:
    explicit KeptReports(QString folder);
    /// In the user's cache folder, beside the steps that they were derived from.
    [[nodiscard]] static KeptReports ofUser();

    struct Entry {
        QString key; ///< the file's name
        QString label; ///< `mechanistic · all types · seeds 1 to 3 · 26 Nov 2026 14:05`
    };
    /// Of a model, the newest first.
    [[nodiscard]] std::vector<Entry> of(const QString& sha256) const;

    /// Where the folder cannot be written, or the hash is not known, nothing happens.
    void save(const ScanReport& report) const;
    /// None where there is none. What is broken is removed and said in `problem`, one sentence that names the
    /// file.
    [[nodiscard]] std::optional<ScanReport>
    load(const QString& key, const ModelInfo& model, QString* problem = nullptr) const;

private:
    QString m_folder;
};

} // namespace headwaters
