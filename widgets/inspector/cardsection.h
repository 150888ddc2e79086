#pragma once

#include "widgets/inspector/headcard.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace headwaters {

class Badge;
class ElidedLabel;
class KeyValueRows;
class TextLabel;

/// One section of a card: its name and badge, its rows, a line below them; a hairline above.
class CardSection : public QWidget {
    Q_OBJECT

public:
    explicit CardSection(const Theme& theme, QWidget* parent = nullptr);

    void setSection(const HeadCard::Section& section);
    /// Something painted between the rows and the line below them.
    void addPicture(QWidget* picture);
    [[nodiscard]] const KeyValueRows& rows() const { return *m_rows; }
    [[nodiscard]] QString note() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    ElidedLabel* m_title;
    Badge* m_badge;
    KeyValueRows* m_rows;
    TextLabel* m_note;
    QVBoxLayout* m_column;
};

} // namespace headwaters
