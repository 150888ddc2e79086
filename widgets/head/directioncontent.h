#pragma once

#include "core/results/directions.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace headwaters {

class DirectionModel;
class RunModel;
class Selection;

/// What the Head view shows of a head's singular directions, as one value: panels, table and figure draw from
/// it.
struct DirectionContent {
    HeadIndex head;
    std::shared_ptr<const HeadDirections>
        known; ///< spectra, and what the first directions explain; may be null
    std::shared_ptr<const ScoreRow> row; ///< null without a pair, and where `message` says why
    std::shared_ptr<const DirectionReading> reading; ///< of `direction`; null until it is there
    int first = 0; ///< from how many directions the map is rebuilt
    std::optional<int> direction; ///< whose words are shown
    bool isLocked = false; ///< by hand, else it is the one that adds most to the pair's score
    QString destination; ///< `·to`
    QString source;
    QString message; ///< in place of the score row
    QStringList query; ///< labels of the reading's tokens, strongest first
    QStringList key;
    QStringList written;
    bool isOld = false; ///< part of it is of another head, pair or run, until the next is there

    [[nodiscard]] static DirectionContent
    of(const DirectionModel& directions, const RunModel& model, const Selection& selection);

    [[nodiscard]] int dHead() const;
    /// Share of the pair's score that the first directions make, for k from 0 up; empty without a row.
    [[nodiscard]] std::vector<double> scoreShares() const;
    [[nodiscard]] const std::vector<double>& mapShares() const; ///< as above, of the map
    [[nodiscard]] double singularValue(int which, DirectionKind kind) const;
    /// `map 5.344 · residual 0.000001 ✓`
    [[nodiscard]] QString residualText() const;
    /// `Σ = 5.344`
    [[nodiscard]] static QString sumText(double sum);
    /// `direction 4, σ 2.996`
    [[nodiscard]] QString directionText() const;
    /// `direction 4 adds +1.39 to the score`, for tooltip and screen reader.
    [[nodiscard]] QString describe(int which) const;
};

} // namespace headwaters
