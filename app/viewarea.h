#pragma once

#include "widgets/common/view.h"

#include <QTabBar>
#include <QWidget>

#include <vector>

class QStackedWidget;

namespace headwaters {

/// The centre of the window: the tabs and the view in front. Keys that no view has used itself step and
/// release the selection.
class ViewArea : public QWidget {
    Q_OBJECT

public:
    ViewArea(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    /// Appends a tab; the first one is in front.
    void addView(View* view);
    [[nodiscard]] const std::vector<View*>& views() const { return m_views; }
    [[nodiscard]] View* currentView() const;
    void setCurrentView(View* view);
    /// A line between the tabs and the view, where it is not hidden.
    void setBanner(QWidget* banner);

Q_SIGNALS:
    void currentViewChanged();

protected:
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showView(int index);
    void dressTabs();

    const Theme& m_theme;
    Selection& m_selection;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    std::vector<View*> m_views;
};

} // namespace headwaters
