#include "widgets/common/keyvaluerows.h"

#include <QVBoxLayout>

namespace headwaters {

KeyValueRows::KeyValueRows(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void KeyValueRows::setRows(const QVector<ValueRow::Content>& rows)
{
    m_count = static_cast<int>(rows.size());
    while (m_rows.size() < static_cast<std::size_t>(m_count)) {
        m_rows.push_back(new ValueRow(m_theme, this));
        layout()->addWidget(m_rows.back());
    }
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        const bool used = index < static_cast<std::size_t>(m_count);
        if (used)
            m_rows[index]->setContent(rows[static_cast<qsizetype>(index)]);
        m_rows[index]->setVisible(used);
    }
}

QString KeyValueRows::text() const
{
    QStringList lines;
    for (int index = 0; index < m_count; ++index)
        lines << row(index).labelText() + u'\t' + row(index).valueText();
    return lines.join(u'\n');
}

} // namespace headwaters
