#include "widgets/atlas/wallaccessible.h"

#include "widgets/atlas/wallwidget.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include <map>

namespace headwaters {

namespace {

HeadIndex headOfChild(const WallWidget& wall, int index)
{
    const int nHeads = std::max(1, wall.wallLayout().nHeads());
    return {index / nHeads, index % nHeads};
}

int childOfHead(const WallCanvas& wall, HeadIndex head)
{
    return head.layer * wall.wallLayout().nHeads() + head.head;
}

/// One head of the wall.
class HeadAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    HeadAccessible(WallWidget* wall, int index) : m_wall(wall), m_index(index) { }

    [[nodiscard]] bool isValid() const override
    {
        return m_wall && m_index < m_wall->wallLayout().nLayers() * m_wall->wallLayout().nHeads();
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_wall.data());
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }

    [[nodiscard]] QString text(QAccessible::Text what) const override
    {
        return isValid() && what == QAccessible::Name ? m_wall->headText(head()) : QString();
    }
    void setText(QAccessible::Text, const QString&) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect inViewport = m_wall->wallLayout().cellRect(head()).toAlignedRect();
        return {m_wall->viewport()->mapToGlobal(inViewport.topLeft()), inViewport.size()};
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const bool locked = m_wall->picture().locked == head();
        state.selectable = true;
        state.focusable = true;
        state.selected = locked;
        state.focused = locked && m_wall->hasFocus();
        state.offscreen = !m_wall->wallLayout().cells().intersects(m_wall->wallLayout().cellRect(head()));
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {toggleAction()}; }
    void doAction(const QString& name) override
    {
        if (isValid() && name == toggleAction())
            m_wall->toggle(head());
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    [[nodiscard]] HeadIndex head() const { return headOfChild(*m_wall, m_index); }

    QPointer<WallWidget> m_wall;
    int m_index;
};

/// The wall as a list of heads; its viewport and scroll bars say nothing that the heads do not.
class WallAccessible : public QAccessibleWidget {
public:
    explicit WallAccessible(WallWidget* wall) : QAccessibleWidget(wall, QAccessible::List), m_wall(wall) { }
    ~WallAccessible() override
    {
        for (const auto& [index, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }
    WallAccessible(const WallAccessible&) = delete;
    WallAccessible& operator=(const WallAccessible&) = delete;

    [[nodiscard]] int childCount() const override
    {
        return m_wall->wallLayout().nLayers() * m_wall->wallLayout().nHeads();
    }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        auto known = m_children.find(index);
        if (known == m_children.end()) {
            auto made = std::make_unique<HeadAccessible>(m_wall, index);
            // Qt's cache owns it from here on; the destructor above gives it back.
            known = m_children.emplace(index, QAccessible::registerAccessibleInterface(made.release())).first;
        }
        return QAccessible::accessibleInterface(known->second);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (const auto& [index, id] : m_children)
            if (QAccessible::accessibleInterface(id) == child)
                return index;
        return -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint point = m_wall->viewport()->mapFromGlobal(QPoint(x, y));
        const auto head = m_wall->wallLayout().headAt(point);
        return head ? child(childOfHead(*m_wall, *head)) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        const auto locked = m_wall->picture().locked;
        return m_wall->hasFocus() && locked ? child(childOfHead(*m_wall, *locked)) : nullptr;
    }

private:
    WallWidget* m_wall;
    mutable std::map<int, QAccessible::Id> m_children;
};

QAccessibleInterface* wallInterface(const QString& className, QObject* object)
{
    if (className != QLatin1String(WallWidget::staticMetaObject.className()))
        return nullptr;
    auto* wall = qobject_cast<WallWidget*>(object);
    // Ownership passes to Qt's cache with the returned pointer.
    return wall ? std::make_unique<WallAccessible>(wall).release() : nullptr;
}

} // namespace

void installWallAccessibility()
{
    QAccessible::installFactory(wallInterface);
}

void tellFocusedHead(WallCanvas& wall)
{
    if (!QAccessible::isActive() || !wall.picture().locked)
        return;
    QAccessibleEvent event(&wall, QAccessible::Focus);
    event.setChild(childOfHead(wall, *wall.picture().locked));
    QAccessible::updateAccessibility(&event);
}

} // namespace headwaters
