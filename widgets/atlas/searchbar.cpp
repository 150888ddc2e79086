#include "widgets/atlas/searchbar.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace headwaters {

SearchBar::SearchBar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_field(new QLineEdit(this)),
      m_answer(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, this))
{
    setFixedHeight(metrics::control + metrics::gap);
    auto* word = new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this);
    word->setText(tr("Find"));
    word->setFixedWidth(word->sizeHint().width());
    m_field->setFont(Theme::mono(TextStyle::Label));
    m_field->setFixedWidth(180);
    m_field->setPlaceholderText(tr("a token, or head 4.7"));
    m_field->setToolTip(tr("A token of the prompt is lit in all heads.\n"
                           "4.7 or L4H7 goes to head 7 of layer 4; Enter locks it."));
    m_field->setAccessibleName(tr("Find a token or a head"));
    auto* close =
        new IconButton(theme, QStringLiteral("cancel"), tr("Close"), QKeySequence(Qt::Key_Escape), this);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 0, metrics::pad, metrics::gap);
    row->setSpacing(metrics::gap);
    row->addWidget(word);
    row->addWidget(m_field);
    row->addWidget(m_answer, 1);
    row->addWidget(close);
    hide();

    connect(m_field, &QLineEdit::textChanged, this, &SearchBar::textChanged);
    connect(close, &QToolButton::clicked, this, &SearchBar::dismiss);
}

void SearchBar::open()
{
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchBar::dismiss()
{
    if (isHidden())
        return;
    m_field->clear();
    hide();
    Q_EMIT closed();
}

QString SearchBar::text() const
{
    return m_field->text();
}

void SearchBar::setText(const QString& text)
{
    m_field->setText(text);
}

void SearchBar::setAnswer(const QString& answer)
{
    m_answer->setText(answer);
}

QString SearchBar::answer() const
{
    return m_answer->text();
}

void SearchBar::keyPressEvent(QKeyEvent* event)
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
