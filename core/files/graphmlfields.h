#pragma once

#include "core/base/error.h"
#include "core/files/graphmltable.h"

#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// The attributes of one node or edge as numbers and lists, strictly: each throws an Error (bad input) with
/// file, line, what it stands at, the attribute's name and its value. Absent ones are none.
class GraphmlFields {
public:
    /// `owner` is what messages call the node or edge: `edge "(0, 1)" to "(1, 2)"`.
    GraphmlFields(const GraphmlData& data, const QString& file, qint64 line, const QString& owner)
        : m_data(data),
          m_file(file),
          m_line(line),
          m_owner(owner)
    {
    }

    [[nodiscard]] std::optional<QString> text(QLatin1String name) const;
    /// Finite.
    [[nodiscard]] std::optional<double> number(QLatin1String name) const;
    [[nodiscard]] double requiredNumber(QLatin1String name) const;
    /// From 0 to `largest`.
    [[nodiscard]] std::optional<int> index(QLatin1String name, int largest = 1'000'000'000) const;
    /// `[4, 6]`, of numbers from 0.
    [[nodiscard]] std::optional<std::vector<int>> indices(QLatin1String name) const;
    /// `[0.5, -1e-05]`, finite.
    [[nodiscard]] std::optional<std::vector<double>> numbers(QLatin1String name) const;

    /// `FILE, line 7: OWNER: REASON`.
    [[nodiscard]] Error refused(const QString& reason) const;

private:
    [[nodiscard]] Error wrong(QLatin1String name, const QString& value, const QString& expected) const;
    [[nodiscard]] std::optional<QStringList> list(QLatin1String name, const QString& expected) const;

    const GraphmlData& m_data;
    const QString& m_file;
    qint64 m_line;
    const QString& m_owner;
};

} // namespace headwaters
