#pragma once

#include "core/results/directions.h"
#include "core/results/headfactors.h"

#include <QString>

#include <optional>

namespace headwaters {

/// Decompositions of all heads of models that were open before, in a folder: one file for each model and
/// kind, known by the hash of the model's weights. What is missing, broken, of another version or of another
/// model is never an error: the caller computes it anew.
class DirectionCache {
public:
    explicit DirectionCache(QString folder, qint64 mostBytes = defaultBytes);
    /// In the user's cache folder.
    [[nodiscard]] static DirectionCache ofUser();

    /// The factors of `heads` heads of `dHead` numbers each. A file that is not in order is removed. Whether
    /// the numbers belong to the weights is for the caller to check, who has them.
    [[nodiscard]] std::optional<AllHeadFactors>
    load(const QString& sha256, DirectionKind kind, int heads, int dHead) const;
    /// Keeps them; the files that were used longest ago go where the folder grows beyond its bound. Where it
    /// cannot be written nothing happens.
    void save(const QString& sha256, DirectionKind kind, const AllHeadFactors& heads) const;
    /// Forgets what is kept for a model and kind.
    void drop(const QString& sha256, DirectionKind kind) const;

    [[nodiscard]] QString path(const QString& sha256, DirectionKind kind) const;

    static constexpr qint64 defaultBytes = 512'000'000;

private:
    void makeRoom() const;

    QString m_folder;
    qint64 m_mostBytes;
};

} // namespace headwaters
