#pragma once

#include "core/files/stepfile.h"

#include <QString>

#include <optional>

namespace headwaters {

/// Finished steps of scans in a folder, one file each, so that a scan that was stopped or killed goes on
/// where it was, and one that was done is there at once. Files are written all or nothing; those that were
/// used longest ago go where the folder grows beyond its bound.
class ScanStore {
public:
    explicit ScanStore(QString folder, qint64 mostBytes = defaultBytes);
    /// In the user's cache folder.
    [[nodiscard]] static ScanStore ofUser();

    /// A kept step; none where there is none. What is broken is removed, so that it is computed again, and
    /// said in `problem`, one sentence that names the file.
    [[nodiscard]] std::optional<StepResult> load(const StepKey& key, QString* problem = nullptr) const;
    /// Keeps it. Where the folder cannot be written nothing happens: it costs time later and nothing now.
    void save(const StepKey& key, const StepResult& result) const;
    void drop(const StepKey& key) const;
    [[nodiscard]] bool has(const StepKey& key) const;

    [[nodiscard]] QString path(const StepKey& key) const;

    static constexpr qint64 defaultBytes = 512'000'000;

private:
    void makeRoom() const;

    QString m_folder;
    qint64 m_mostBytes;
};

} // namespace headwaters
