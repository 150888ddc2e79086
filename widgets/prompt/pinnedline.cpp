#include "widgets/prompt/pinnedline.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>

namespace headwaters {

namespace {

constexpr int swatchWidth = 14;
constexpr int swatchHeight = 3;
constexpr int lastCharacters = 80;

/// The end of the prompt, where runs of one family differ; the label cuts the rest.
QString ending(const QString& prompt)
{
    const QString line = prompt.simplified();
    return line.size() <= lastCharacters ? line : QStringLiteral("…") + line.right(lastCharacters);
}

} // namespace

PinnedLine::PinnedLine(const Theme& theme, const RunModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_label(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_release(new IconButton(
          theme, QStringLiteral("cancel"), tr("Release the pinned run"),
          QKeySequence(QStringLiteral("Ctrl+Shift+P")), this))
{
    setObjectName(QStringLiteral("pinnedLine"));
    m_release->setObjectName(QStringLiteral("unpinButton"));
    m_release->setAccessibleName(tr("Release the pinned run"));
    m_label->setElideMode(Qt::ElideMiddle);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(swatchWidth + metrics::gap, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_release);
    connect(m_release, &QToolButton::clicked, this, &PinnedLine::unpinRequested);
    connect(&m_model, &RunModel::pinnedChanged, this, &PinnedLine::follow);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    follow();
}

QString PinnedLine::text() const
{
    return m_label->text();
}

void PinnedLine::follow()
{
    const auto compared = m_model.compared();
    const auto pinned = compared ? compared : m_model.pinned();
    setVisible(pinned != nullptr);
    m_release->setVisible(!compared);
    if (!pinned)
        return;
    const QString text = ending(pinned->request.text);
    const qsizetype changes = pinned->changes.size();
    m_label->setText(
        compared && changes == 1      ? tr("B: with 1 change")
            : compared && changes > 1 ? tr("B: with %1 changes").arg(changes)
            : compared                ? tr("B: “%1”").arg(text)
                                      : tr("pinned: “%1”").arg(text));
    m_label->setToolTip(
        (QStringList{tr("Run %1").arg(pinned->run), pinned->request.text} + pinned->changes).join(u'\n'));
    m_label->setAccessibleName(m_label->text());
}

void PinnedLine::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(
        0, (height() - swatchHeight) / 2, swatchWidth, swatchHeight, m_theme.colours().lineStrong);
}

} // namespace headwaters
