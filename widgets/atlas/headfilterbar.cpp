#include "widgets/atlas/headfilterbar.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace headwaters {

HeadFilterBar::HeadFilterBar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_field(new QLineEdit(this)),
      m_choose(new QPushButton(tr("Found…"), this)),
      m_choices(new QMenu(this)),
      m_answer(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_scan(new QPushButton(tr("Scan the heads"), this))
{
    setFixedHeight(metrics::control + metrics::gap);
    auto* word = new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this);
    word->setText(tr("Heads"));
    word->setFixedWidth(word->sizeHint().width());
    m_field->setFixedWidth(200);
    m_field->setPlaceholderText(tr("induction, LR, L5, 5.3"));
    m_field->setToolTip(tr("A type of heads, a stage, a verdict, a layer or a head: other heads fade.\n"
                           "Words beside each other must all hold, commas separate alternatives:\n"
                           "induction L5, name mover"));
    m_field->setAccessibleName(tr("Find heads by type, stage or number"));
    m_choose->setMenu(m_choices);
    m_choose->setToolTip(tr("Stages and types that the scan found, with their heads"));
    m_scan->hide();
    m_choose->hide();
    auto* close = new IconButton(
        theme, QStringLiteral("cancel"), tr("Show all heads and close"), QKeySequence(Qt::Key_Escape), this);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 0, metrics::pad, metrics::gap);
    row->setSpacing(metrics::gap);
    row->addWidget(word);
    row->addWidget(m_field);
    row->addWidget(m_choose);
    row->addWidget(m_answer, 1);
    row->addWidget(m_scan);
    row->addWidget(close);
    hide();

    connect(m_field, &QLineEdit::textChanged, this, &HeadFilterBar::textChanged);
    connect(close, &QToolButton::clicked, this, &HeadFilterBar::dismiss);
}

void HeadFilterBar::open()
{
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void HeadFilterBar::dismiss()
{
    if (isHidden())
        return;
    m_field->clear();
    hide();
    Q_EMIT closed();
}

QString HeadFilterBar::text() const
{
    return m_field->text();
}

void HeadFilterBar::setText(const QString& text)
{
    m_field->setText(text);
}

void HeadFilterBar::setAnswer(const QString& answer)
{
    m_answer->setText(answer);
}

QString HeadFilterBar::answer() const
{
    return m_answer->text();
}

void HeadFilterBar::setScanOffered(bool offered)
{
    m_scan->setVisible(offered);
}

void HeadFilterBar::setChoicesOffered(bool offered)
{
    m_choose->setVisible(offered);
}

void HeadFilterBar::keyPressEvent(QKeyEvent* event)
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
