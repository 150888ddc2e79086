#pragma once

#include "app/comparer.h"
#include "app/windowactions.h"

#include <QObject>

#include <optional>

namespace headwaters {

class CompareEditor;
class PanelArea;
class TaskStrip;

/// Connects what a person does to compare, menus, keys and B's editor, with the comparer, and shows what it
/// does in the task strip.
class CompareControls : public QObject {
    Q_OBJECT

public:
    CompareControls(
        const WindowActions& actions, Comparer& comparer, const RunModel& model, CompareEditor& editor,
        PanelArea& panels, TaskStrip* strip, QObject* parent);

Q_SIGNALS:
    /// What can be done, cancelled or exported may have changed.
    void changed();
    /// The person wants to choose B's model.
    void otherModelWanted();

private:
    void connectActions();
    void connectEditor();
    void connectTasks();
    void update();

    WindowActions m_actions;
    Comparer& m_comparer;
    const RunModel& m_model;
    CompareEditor& m_editor;
    PanelArea& m_panels;
    TaskStrip* m_strip;
    std::optional<int> m_difference; ///< the row of A − B
};

} // namespace headwaters
