#pragma once

#include "widgets/circuit/circuitmodel.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/inspector/headcard.h"

#include <QString>
#include <QVector>

#include <optional>
#include <vector>

namespace headwaters {

/// What one direction adds, as a line of the edge card.
struct DirectionLine {
    int direction = -1; ///< -1: the others together
    QString label; ///< `direction 2`, `27 others`
    QString value; ///< `+1.03`
    QString share; ///< `58 %`
    double part = 0; ///< of the largest line, -1 to 1
    bool isListed = false; ///< stands in the edge's list

    bool operator==(const DirectionLine&) const = default;
};

/// A token that a direction reads or writes.
struct ReadToken {
    QString label;
    QString value;
};

/// One row of *Change this edge*.
struct TrialLine {
    QString label; ///< `as it is`, `removed`, `removed, random directions`
    QString difference; ///< target minus rival
    QString attention;
    bool isControl = false;
    bool isLast = false; ///< what was tried last
};

/// The card of one edge as a value: what it says is settled here, the widget only lays it out.
struct EdgeCard {
    QString title; ///< `0.2 → 5.5`
    QString side; ///< `key side, written at`
    QString place; ///< `·Mary`
    EdgeSide which = EdgeSide::Query;
    bool isRoot = false;
    QVector<ValueRow::Content> rows; ///< weight, prompts
    std::vector<DirectionLine> directions;
    QString sum; ///< `+1.76`
    QString scoreNote; ///< `of the score's 9.42 above the mean key.`
    QString residual; ///< `Residual 0.000000 ✓`
    bool isWithin = true;
    QString note; ///< why there is no evidence; empty where there is
    std::optional<int> direction; ///< whose tokens stand below
    std::vector<ReadToken> query;
    std::vector<ReadToken> key;
    std::vector<ReadToken> written;
    QString changed; ///< `directions 2, 6, 4`
    int changedCount = 0;
    QString pair; ///< `Mary − John`: what the change is measured on
    std::vector<TrialLine> trials;

    /// All of it as text: a title line per section, label and value apart by a tab.
    [[nodiscard]] QString text() const;
};

/// The card of the locked edge of `model`. `pair` is what target minus rival are called.
[[nodiscard]] EdgeCard
makeEdgeCard(const CircuitModel& model, const QString& into, const QString& pair, const TokenNames& names);

/// The card of a node: what it is, what it gets, to whom it gives, of the edges that are shown.
struct NodeCard {
    QString title; ///< `5.5`, `MLP 3`
    QString hook;
    QVector<ValueRow::Content> rows;
    HeadCard::Section gets;
    HeadCard::Section gives;

    [[nodiscard]] QString text() const;
};

[[nodiscard]] NodeCard makeNodeCard(const CircuitModel& model, int node, const QString& into);

} // namespace headwaters
