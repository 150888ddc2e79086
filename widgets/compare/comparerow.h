#pragma once

#include "widgets/compare/comparison.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QLineEdit;

namespace headwaters {

class ElidedLabel;
class IconButton;
class SegmentedControl;

/// `A | B | Side by side | A − B` above a view, and what B is; there while something is compared. Where A − B
/// is not defined its segment is off, and the tooltip says why.
class CompareRow : public QWidget {
    Q_OBJECT

public:
    /// Whose difference it is about: of all heads, or of the map of one, which also has a field for B's head.
    enum class Scope { Wall, Map };

    CompareRow(const Theme& theme, Comparison& comparison, Scope scope, QWidget* parent = nullptr);

    /// Why A − B is off; empty where it is on.
    [[nodiscard]] QString blockedReason() const;
    [[nodiscard]] SegmentedControl& choices() const { return *m_choices; }
    /// `B: 3.2`; null on the wall.
    [[nodiscard]] QLineEdit* headField() const { return m_head; }
    /// What is written beside the choices.
    [[nodiscard]] QString sentence() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addHeadField(QWidget* label);
    void follow();
    void followHead();
    void takeHead();

    const Theme& m_theme;
    Comparison& m_comparison;
    Scope m_scope;
    SegmentedControl* m_choices;
    ElidedLabel* m_sentence;
    QLineEdit* m_head = nullptr;
    IconButton* m_link = nullptr;
};

} // namespace headwaters
