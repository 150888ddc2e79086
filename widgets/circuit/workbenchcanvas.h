#pragma once

#include "widgets/circuit/circuitmodel.h"
#include "widgets/circuit/workbenchlayout.h"
#include "widgets/common/accessibleparts.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QLineEdit;

namespace headwaters {

/// The pinned nodes and groups, and what runs between them. A click locks a node or the strongest edge of a
/// line; Ctrl+click or Space chooses boxes for a group; a double click or Enter folds and unfolds a group; F2
/// renames it; Delete takes a box away.
class WorkbenchCanvas : public QWidget, public AccessibleParts {
    Q_OBJECT

public:
    WorkbenchCanvas(const Theme& theme, CircuitModel& model, QWidget* parent = nullptr);

    /// Edges' strengths and the root's words of the circuit in front.
    void setCircuit(const std::vector<double>& strengths, const QString& into);
    /// Groups the chosen boxes, or else all nodes that are in no group, and asks for a name.
    void group();
    /// Opens the field over a group's name.
    void rename(int group);
    [[nodiscard]] const WorkbenchLayout& boxes() const { return m_layout; }
    [[nodiscard]] QLineEdit& nameField() { return *m_name; }

    // One part for each box, then one for each line.
    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partText(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] const QWidget* partSurface() const override { return this; }
    [[nodiscard]] int partAt(const QPoint& point) const override;
    [[nodiscard]] int lockedPart() const override { return m_focused; }
    void togglePart(int part) override;

    [[nodiscard]] QSize sizeHint() const override { return {420, 130}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 100}; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void rebuild();
    void lockBox(int box);
    void lockLine(int line);
    void toggleChosen(int box);
    void foldBox(int box);
    void removeBox(int box);
    void showMenu(int box, const QPoint& position);
    void finishRename(bool isTaken);
    [[nodiscard]] QString boxName(const WorkbenchBox& box) const;

    const Theme& m_theme;
    CircuitModel& m_model;
    std::vector<double> m_strengths; ///< [edge] of the circuit
    QString m_into;
    WorkbenchLayout m_layout;
    std::vector<bool> m_chosen; ///< [box]
    int m_focused = -1; ///< box under the keyboard
    int m_renamed = -1; ///< group
    QLineEdit* m_name;
};

} // namespace headwaters
