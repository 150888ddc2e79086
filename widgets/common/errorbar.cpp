#include "widgets/common/errorbar.h"

#include "widgets/common/iconbutton.h"
#include "widgets/common/textlabel.h"
#include "widgets/theme/metrics.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace headwaters {

ErrorBar::ErrorBar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_text(new TextLabel(theme, Theme::font(TextStyle::Label), &Colours::text, this)),
      m_action(new QPushButton(this)),
      m_copy(new QPushButton(tr("Copy details"), this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 4, metrics::gap, 5);
    row->setSpacing(metrics::gap);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_copy);
    auto* close = new IconButton(theme, QStringLiteral("cancel"), tr("Close this message"), this);
    row->addWidget(close);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setMinimumWidth(120);
    m_copy->setProperty("kind", QStringLiteral("quiet"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(close, &IconButton::clicked, this, &ErrorBar::clear);
    connect(m_action, &QPushButton::clicked, this, &ErrorBar::actionClicked);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const QString detail = m_problem.detail.isEmpty() ? QString() : u'\n' + m_problem.detail;
        QGuiApplication::clipboard()->setText(m_problem.summary + detail);
    });
    connect(&theme, &Theme::changed, this, &ErrorBar::refreshIcon);
    setAction({});
    refreshIcon();
    hide();
}

void ErrorBar::setProblem(const Problem& problem)
{
    if (problem.kind == Problem::Kind::Cancelled || problem.summary.isEmpty()) {
        clear();
        return;
    }
    m_problem = problem;
    m_text->setText(problem.summary);
    setAccessibleName(tr("Error: %1").arg(problem.summary));
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ErrorBar::clear()
{
    const bool wasShown = !isHidden();
    m_problem = {};
    hide();
    if (wasShown)
        Q_EMIT closed();
}

void ErrorBar::setAction(const QString& text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void ErrorBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().dangerWeak);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colours().danger);
}

void ErrorBar::refreshIcon()
{
    m_icon->setPixmap(m_theme.pixmap(
        QStringLiteral("error"), metrics::icon, m_theme.colours().danger, devicePixelRatioF()));
    update();
}

} // namespace headwaters
