#include "widgets/common/accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace headwaters {

namespace {

constexpr const char* valueProperty = "accessibleValue";

// QWidget has a name and a description for the reader, but no value.
class PaintedInterface : public QAccessibleWidget {
public:
    explicit PaintedInterface(QWidget* widget) : QAccessibleWidget(widget, QAccessible::StaticText) { }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? describedValue(widget()) : QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    // Asked for every class of the object's line; only plain widgets that were described are ours, so that a
    // button stays a button.
    if (className != QLatin1String("QWidget") || !object->property(valueProperty).isValid())
        return nullptr;
    return new PaintedInterface(qobject_cast<QWidget*>(object));
}

} // namespace

void describe(QWidget* widget, const QString& name, const QString& value)
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
    if (widget->accessibleName() == name && widget->property(valueProperty) == value)
        return;
    widget->setProperty(valueProperty, value);
    widget->setAccessibleName(name);
    QAccessibleEvent changed(widget, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

QString describedValue(const QWidget* widget)
{
    return widget->property(valueProperty).toString();
}

} // namespace headwaters
