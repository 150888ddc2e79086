#pragma once

#include <QString>

#include <compare>
#include <variant>
#include <vector>

namespace headwaters {

/// The name of a circuit's node: a tuple of whole numbers and texts, as the field's graph files write it:
/// `(9, 9, ' to', ' Mary')`.
struct NodeId {
    using Item = std::variant<qint64, QString>;
    std::vector<Item> items;

    bool operator==(const NodeId&) const = default;
    /// Any strict order that is the same on every machine: numbers before texts, then by value.
    std::strong_ordering operator<=>(const NodeId& other) const;
};

} // namespace headwaters
