#include "core/circuit/nodeid.h"

#include <algorithm>

namespace headwaters {

namespace {

std::strong_ordering compareItems(const NodeId::Item& one, const NodeId::Item& other)
{
    if (one.index() != other.index())
        return one.index() <=> other.index();
    if (const qint64* number = std::get_if<qint64>(&one))
        return *number <=> std::get<qint64>(other);
    return QString::compare(std::get<QString>(one), std::get<QString>(other)) <=> 0;
}

} // namespace

std::strong_ordering NodeId::operator<=>(const NodeId& other) const
{
    const std::size_t common = std::min(items.size(), other.items.size());
    for (std::size_t at = 0; at < common; ++at) {
        if (const auto order = compareItems(items[at], other.items[at]); order != 0)
            return order;
    }
    return items.size() <=> other.items.size();
}

} // namespace headwaters
