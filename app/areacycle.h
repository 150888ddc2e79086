#pragma once

#include <QList>
#include <QObject>
#include <QWidget>

namespace headwaters {

/// F6 and Shift+F6: takes the keyboard from one area of the window to the next, in the order of the guide.
class AreaCycle : public QObject {
    Q_OBJECT

public:
    AreaCycle(QWidget* window, const QList<QWidget*>& areas);

    void next() { step(1); }
    void previous() { step(-1); }

private:
    void step(int direction);
    [[nodiscard]] bool enter(QWidget* area) const;

    QWidget* m_window;
    QList<QWidget*> m_areas;
};

} // namespace headwaters
