#include "widgets/common/statepanel.h"

#include "widgets/common/textlabel.h"
#include "widgets/theme/metrics.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int iconSize = 32;
constexpr int textWidth = 400; // a line of prose of about 66 characters

TextLabel* centred(const Theme& theme, const QFont& font, QColor Colours::*colour, QWidget* parent)
{
    auto* label = new TextLabel(theme, font, colour, parent);
    label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    label->setMaximumWidth(textWidth);
    label->setMinimumWidth(120);
    return label;
}

} // namespace

StatePanel::StatePanel(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_title(centred(theme, Theme::font(TextStyle::Title, 600), &Colours::text, this)),
      m_text(centred(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_primary(new QPushButton(this)),
      m_secondary(new QPushButton(this)),
      m_copy(new QPushButton(tr("Copy details"), this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pad, metrics::pad, metrics::pad, metrics::pad);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(16);
    // A wrapped label takes its full width only without an alignment; the stretches at its sides centre it.
    const auto addText = [column](QWidget* label) {
        auto* row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label, 100);
        row->addStretch(1);
        column->addLayout(row);
    };
    addText(m_title);
    column->addSpacing(4);
    addText(m_text);
    column->addSpacing(12);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    buttons->addStretch(1);
    for (QPushButton* button : {m_primary, m_secondary, m_copy})
        buttons->addWidget(button);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    m_primary->setProperty("kind", QStringLiteral("primary"));
    connect(m_primary, &QPushButton::clicked, this, &StatePanel::primaryClicked);
    connect(m_secondary, &QPushButton::clicked, this, &StatePanel::secondaryClicked);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_message.details);
    });
    connect(&theme, &Theme::changed, this, &StatePanel::refreshIcon);
    setMessage({});
}

void StatePanel::setMessage(const StateMessage& message)
{
    m_message = message;
    m_title->setText(message.title);
    m_text->setText(message.text);
    m_primary->setText(message.primary);
    m_primary->setIcon(
        message.primaryIcon.isEmpty() ? QIcon() : m_theme.icon(message.primaryIcon, &Colours::onAccent));
    m_secondary->setText(message.secondary);
    m_primary->setVisible(!message.primary.isEmpty());
    m_secondary->setVisible(!message.secondary.isEmpty());
    m_copy->setVisible(!message.details.isEmpty());
    setAccessibleName(message.title);
    setAccessibleDescription(message.text);
    refreshIcon();
}

void StatePanel::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

void StatePanel::refreshIcon()
{
    const bool error = m_message.icon == QLatin1String("error");
    m_icon->setVisible(!m_message.icon.isEmpty());
    m_icon->setPixmap(m_theme.pixmap(
        m_message.icon, iconSize, error ? m_theme.colours().danger : m_theme.colours().text3,
        devicePixelRatioF()));
    update();
}

} // namespace headwaters
