#pragma once

namespace headwaters {

/// How the query heads of a layer share keys and values: group g holds the heads g * size() up to, not
/// including, (g + 1) * size().
class HeadGroups {
public:
    HeadGroups() = default;
    /// Every head stands alone unless `nKeyValueHeads` is smaller than `nHeads` and divides it.
    constexpr HeadGroups(int nHeads, int nKeyValueHeads)
        : m_size(
            nKeyValueHeads > 0 && nHeads > nKeyValueHeads && nHeads % nKeyValueHeads == 0
                ? nHeads / nKeyValueHeads
                : 1),
          m_count(nHeads / m_size)
    {
    }

    /// True where heads share keys and values.
    [[nodiscard]] constexpr bool isGrouped() const { return m_size > 1; }
    [[nodiscard]] constexpr int count() const { return m_count; }
    /// Heads in a group.
    [[nodiscard]] constexpr int size() const { return m_size; }
    [[nodiscard]] constexpr int of(int head) const { return head / m_size; }
    [[nodiscard]] constexpr int first(int group) const { return group * m_size; }

    bool operator==(const HeadGroups&) const = default;

private:
    int m_size = 1;
    int m_count = 0;
};

} // namespace headwaters
