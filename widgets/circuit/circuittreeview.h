#pragma once

#include "widgets/circuit/circuittreemodel.h"

#include <QTreeView>

#include <optional>

namespace headwaters {

/// The circuit as a tree for keyboard and screen reader: choosing a line locks its edge, P pins its node,
/// Enter goes to where a node that came before is opened.
class CircuitTreeView : public QTreeView {
    Q_OBJECT

public:
    explicit CircuitTreeView(CircuitModel& model, QWidget* parent = nullptr);

    void setShown(const std::optional<ShownCircuit>& shown);
    [[nodiscard]] const CircuitTreeModel& lines() const { return *m_lines; }

Q_SIGNALS:
    void menuWanted(const QPoint& globalPosition, const headwaters::CircuitSpot& spot);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void followLock();

    CircuitModel& m_model;
    CircuitTreeModel* m_lines;
    bool m_isFollowing = false;
};

} // namespace headwaters
