#include "widgets/atlas/findbar.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace headwaters {

FindBar::FindBar(
    const Theme& theme, const QString& word, const QString& close, QColor Colours::*answerColour,
    QWidget* parent)
    : QWidget(parent),
      m_field(new QLineEdit(this)),
      m_answer(new ElidedLabel(theme, Theme::font(TextStyle::Caption), answerColour, this)),
      m_row(new QHBoxLayout(this))
{
    setFixedHeight(metrics::control + metrics::gap);
    auto* label = new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this);
    label->setText(word);
    label->setFixedWidth(label->sizeHint().width());
    auto* button = new IconButton(theme, QStringLiteral("cancel"), close, QKeySequence(Qt::Key_Escape), this);
    m_row->setContentsMargins(metrics::pad, 0, metrics::pad, metrics::gap);
    m_row->setSpacing(metrics::gap);
    m_row->addWidget(label);
    m_row->addWidget(m_field);
    m_row->addWidget(m_answer, 1);
    m_row->addWidget(button);
    hide();
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::textChanged);
    connect(button, &QToolButton::clicked, this, &FindBar::dismiss);
}

void FindBar::addBehindField(QWidget* widget)
{
    m_row->insertWidget(m_row->indexOf(m_answer), widget);
}

void FindBar::addBehindAnswer(QWidget* widget)
{
    m_row->insertWidget(m_row->indexOf(m_answer) + 1, widget);
}

void FindBar::open()
{
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::dismiss()
{
    if (isHidden())
        return;
    m_field->clear();
    hide();
    Q_EMIT closed();
}

QString FindBar::text() const
{
    return m_field->text();
}

void FindBar::setText(const QString& text)
{
    m_field->setText(text);
}

void FindBar::setAnswer(const QString& answer)
{
    m_answer->setText(answer);
}

QString FindBar::answer() const
{
    return m_answer->text();
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        dismiss();
        return;
    }
    // The field passes Enter on; on the wall it would open a head.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT entered();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace headwaters
