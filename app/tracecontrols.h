#pragma once

#include "app/tracing.h"
#include "app/windowactions.h"

#include <QObject>

#include <map>

class QStackedWidget;
class QUndoStack;

namespace headwaters {

class CircuitView;
class PromptDock;
class TaskStrip;
class View;
class ViewArea;

/// Connects the Circuit view with the tracing behind it: menus and keys, the rows of the task strip, and the
/// cards that stand in the inspector while the view is in front.
class TraceControls : public QObject {
    Q_OBJECT

public:
    /// `inspectors` holds the card of heads first and that of circuits second.
    TraceControls(
        const WindowActions& actions, Tracing& tracing, CircuitView& view, ViewArea& views,
        QStackedWidget& inspectors, const PromptDock& prompt, TaskStrip* strip, QObject* parent);

    /// While this view is in front, Undo and Redo are of its own history.
    void addHistory(View* view, QUndoStack& history);

Q_SIGNALS:
    /// What can be cancelled or exported may have changed.
    void changed();

private:
    void connectActions();
    void connectTasks();
    void endTask(int job);
    void update();
    /// The history of the view in front; that of the circuit where it keeps none.
    [[nodiscard]] QUndoStack& stackInFront();

    WindowActions m_actions;
    Tracing& m_tracing;
    CircuitView& m_view;
    ViewArea& m_views;
    QStackedWidget& m_inspectors;
    const PromptDock& m_prompt;
    TaskStrip* m_strip;
    std::map<View*, QUndoStack*> m_histories;
    std::map<int, int> m_rows; ///< of the task strip, by job
};

} // namespace headwaters
