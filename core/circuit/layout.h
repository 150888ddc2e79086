#pragma once

#include "core/circuit/circuit.h"

#include <QString>

#include <vector>

namespace headwaters {

/// A column of a drawn circuit: one token, or one role.
struct LayoutColumn {
    QString label;
    int position = -1; ///< of the token; -1 for a role
    bool hasNodes = false; ///< a token that no part writes to is shown all the same, in a narrow column
    double left = 0;
    double width = 0;
};

/// A row: the parts of one kind in one layer.
struct LayoutRow {
    enum class Kind {
        Start,
        HeadInput,
        Attention,
        Mlp,
        Root
    }; ///< from below; a layer has the three in the middle
    Kind kind = Kind::Attention;
    int layer = -1; ///< -1 for Start (embeddings and offsets of attention) and Root
    double y = 0; ///< of the nodes' middles
};

/// Where a node stands.
struct NodePlace {
    int column = 0;
    int row = 0;
    double x = 0; ///< of its middle
    double y = 0;
};

/// A circuit laid out: x by token, y by layer. A node is 1 wide with what belongs around it, rows are 1 apart
/// and layers a little more, y grows upwards from 0. How large a unit is on paper or on the screen is the
/// view's matter.
struct CircuitLayout {
    std::vector<LayoutColumn> columns;
    std::vector<LayoutRow> rows;
    std::vector<NodePlace> places; ///< [nodes]
    double width = 0;
    double height = 0; ///< of the middles: from the lowest to the highest row
};

/// Lays out a circuit. A node stands in the column of the token it writes to; several of one row and column
/// stand side by side, ordered so that edges cross less: `sweeps` times each follows the mean of those it is
/// joined to, below and above in turn, and the order with the fewest crossings wins. Only rows with nodes are
/// there; all tokens have a column where the circuit knows them. Without positions columns are labels, a
/// label behind those that heads read from it. The output of a SAD head has no token of its own: it stands
/// above the input that counts most, or above what it writes to. The same circuit gives the same layout.
[[nodiscard]] CircuitLayout layOut(const Circuit& circuit, int sweeps = 24);

/// How many pairs of edges cross as straight lines. Edges that meet in a node do not cross.
[[nodiscard]] qint64 countCrossings(const Circuit& circuit, const CircuitLayout& layout);

} // namespace headwaters
