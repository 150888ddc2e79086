#include "widgets/common/accessibleparts.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>

#include <map>
#include <memory>

namespace headwaters {

namespace {

AccessibleParts* partsOf(QObject* object)
{
    return dynamic_cast<AccessibleParts*>(object);
}

class PartInterface : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    PartInterface(QWidget* widget, int index) : m_widget(widget), m_index(index) { }

    [[nodiscard]] bool isValid() const override { return m_widget && m_index < parts().partCount(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_widget.data());
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }

    [[nodiscard]] QString text(QAccessible::Text what) const override
    {
        return isValid() && what == QAccessible::Name ? parts().partText(m_index) : QString();
    }
    void setText(QAccessible::Text, const QString&) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect area = parts().partRect(m_index);
        return {parts().partSurface()->mapToGlobal(area.topLeft()), area.size()};
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const bool locked = parts().lockedPart() == m_index;
        state.selectable = true;
        state.focusable = true;
        state.selected = locked;
        state.focused = locked && m_widget->hasFocus();
        state.offscreen = !parts().partSurface()->rect().intersects(parts().partRect(m_index));
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
            parts().togglePart(m_index);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    [[nodiscard]] AccessibleParts& parts() const { return *partsOf(m_widget.data()); }

    QPointer<QWidget> m_widget;
    int m_index;
};

/// The widget as a list of its parts; its viewport and scroll bars say nothing that the parts do not.
class PartsInterface : public QAccessibleWidget {
public:
    PartsInterface(QWidget* widget, AccessibleParts* parts)
        : QAccessibleWidget(widget, QAccessible::List),
          m_parts(parts)
    {
    }
    ~PartsInterface() override
    {
        for (const auto& [index, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }
    PartsInterface(const PartsInterface&) = delete;
    PartsInterface& operator=(const PartsInterface&) = delete;

    [[nodiscard]] int childCount() const override { return m_parts->partCount(); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        auto known = m_children.find(index);
        if (known == m_children.end()) {
            auto made = std::make_unique<PartInterface>(widget(), index);
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
        return child(m_parts->partAt(m_parts->partSurface()->mapFromGlobal(QPoint(x, y))));
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        return widget()->hasFocus() ? child(m_parts->lockedPart()) : nullptr;
    }

private:
    AccessibleParts* m_parts;
    mutable std::map<int, QAccessible::Id> m_children;
};

QAccessibleInterface* partsInterface(const QString& className, QObject* object)
{
    // Asked for every class of the object's line; the first answer counts.
    AccessibleParts* parts = partsOf(object);
    if (!parts || className != QLatin1String(object->metaObject()->className()))
        return nullptr;
    // Ownership passes to Qt's cache with the returned pointer.
    return std::make_unique<PartsInterface>(qobject_cast<QWidget*>(object), parts).release();
}

} // namespace

AccessibleParts::AccessibleParts()
{
    static const bool installed = [] {
        QAccessible::installFactory(partsInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

void tellLockedPart(QWidget& widget)
{
    const AccessibleParts* parts = partsOf(&widget);
    if (!QAccessible::isActive() || !parts || parts->lockedPart() < 0)
        return;
    QAccessibleEvent event(&widget, QAccessible::Focus);
    event.setChild(parts->lockedPart());
    QAccessible::updateAccessibility(&event);
}

} // namespace headwaters
