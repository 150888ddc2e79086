#pragma once

#include "core/causal/intervention.h"
#include "widgets/theme/theme.h"

#include <QFrame>

#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSlider;

namespace headwaters {

class ElidedLabel;
class InterventionModel;
class TextLabel;
class ToggleSwitch;

/// One intervention of the stack: its place in the order, what it does where, its switch; opened, the fields
/// that change it. A click opens it; dragged, it goes to another place of the stack, as it does with Alt+Up
/// and Alt+Down.
class StackCard : public QFrame {
    Q_OBJECT

public:
    StackCard(const Theme& theme, InterventionModel& model, int item, QWidget* parent = nullptr);

    [[nodiscard]] int item() const { return m_item; }
    [[nodiscard]] ToggleSwitch& toggle() { return *m_switch; }
    /// Reads the item anew.
    void refresh();

Q_SIGNALS:
    /// The person drags the card; `at` is where the mouse is, in global coordinates.
    void dragged(const QPoint& at);
    void dropped(const QPoint& at);
    /// Esc during the drag: it stays where it is.
    void dragCancelled();
    /// Wants another place in the stack.
    void moveWanted(int to);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] const Intervention& intervention() const;
    [[nodiscard]] bool isThere() const;
    [[nodiscard]] bool isOpened() const;
    void endDrag();
    QWidget* makeEditor();
    QWidget* makeButtons();
    void fillOperations();
    void change(const Intervention& changed, const QString& what);
    void readPlace();
    void readPositions();
    void setStrength(double strength);

    const Theme& m_theme;
    InterventionModel& m_model;
    int m_item;
    std::optional<QPoint> m_pressed; ///< global; none: the mouse is not down
    bool m_isDragged = false;
    ElidedLabel* m_place;
    ElidedLabel* m_operation;
    ElidedLabel* m_where;
    TextLabel* m_fault;
    ToggleSwitch* m_switch;
    QWidget* m_editor;
    QComboBox* m_site = nullptr;
    QComboBox* m_operations = nullptr;
    QLineEdit* m_heads = nullptr;
    QLineEdit* m_positions = nullptr;
    QLineEdit* m_sources = nullptr;
    QLineEdit* m_receiver = nullptr;
    QComboBox* m_input = nullptr;
    QComboBox* m_direction = nullptr;
    QSlider* m_slider = nullptr;
    QDoubleSpinBox* m_strength = nullptr;
    std::vector<std::pair<QWidget*, QWidget*>> m_rows; ///< label and field
};

} // namespace headwaters
