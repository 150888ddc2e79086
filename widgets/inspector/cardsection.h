#pragma once

#include "widgets/inspector/headcard.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace headwaters {

class Badge;
class ElidedLabel;
class FoldButton;
class KeyValueRows;
class TextLabel;

/// One section of a card: its name and badge, its rows, a line below them; a hairline above. Where it can be
/// folded, a click on its heading leaves only that, with the beginning of the line beside the name.
class CardSection : public QWidget {
    Q_OBJECT

public:
    explicit CardSection(const Theme& theme, QWidget* parent = nullptr);

    void setSection(const HeadCard::Section& section);
    /// Something painted between the rows and the line below them.
    void addPicture(QWidget* picture);
    void setFoldable();
    /// By the program, for want of room: what the person chose stays.
    void foldIfUndecided(bool folded);
    [[nodiscard]] bool isFolded() const { return m_isFolded; }
    [[nodiscard]] FoldButton& foldButton() { return *m_fold; }
    [[nodiscard]] const KeyValueRows& rows() const { return *m_rows; }
    [[nodiscard]] QString note() const;

Q_SIGNALS:
    /// The person folded or unfolded it.
    void foldChosen();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fold(bool folded);

    const Theme& m_theme;
    FoldButton* m_fold;
    ElidedLabel* m_title;
    ElidedLabel* m_brief; ///< of a folded section
    Badge* m_badge;
    KeyValueRows* m_rows;
    TextLabel* m_note;
    QWidget* m_content;
    QVBoxLayout* m_column; ///< of the content
    bool m_isFolded = false;
    bool m_isDecided = false; ///< by the person
};

} // namespace headwaters
