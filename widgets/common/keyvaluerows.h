#pragma once

#include "widgets/common/valuerow.h"

#include <QWidget>

#include <vector>

namespace headwaters {

/// A stack of key-value rows that is refilled whole: rows are kept and reused, so nothing flickers.
class KeyValueRows : public QWidget {
    Q_OBJECT

public:
    explicit KeyValueRows(const Theme& theme, QWidget* parent = nullptr);

    void setRows(const QVector<ValueRow::Content>& rows);
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] const ValueRow& row(int index) const { return *m_rows[static_cast<std::size_t>(index)]; }
    /// One line a row, label and value apart by a tab.
    [[nodiscard]] QString text() const;

private:
    const Theme& m_theme;
    std::vector<ValueRow*> m_rows; // never shrinks; those past m_count are hidden
    int m_count = 0;
};

} // namespace headwaters
