#include "widgets/models/modeldetails.h"

#include "core/base/memory.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/textlabel.h"
#include "widgets/models/modeltable.h"
#include "widgets/theme/metrics.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int padding = 16;
constexpr int detailsHeight = 98;

} // namespace

QString memorySentence(const MemoryEstimate& memory)
{
    const auto tr = [](const char* text) { return ModelDetails::tr(text); };
    const QString parameters = tr("%1 parameters. ").arg(countText(memory.parameters));
    const QString available =
        memory.available > 0 ? tr("; %1 are available.").arg(bytesText(memory.available)) : tr(".");
    if (!memory.fits()) {
        return parameters
            + tr("It needs %1 even when its weights stay in the file and are widened a layer at a time")
                  .arg(bytesText(memory.peak))
            + available;
    }
    if (!memory.widened) {
        return parameters
            + tr("Its weights stay in the file and are widened a layer at a time: about %1 of memory")
                  .arg(bytesText(memory.peak))
            + available;
    }
    return parameters + tr("With it open Headwaters takes about %1 of memory").arg(bytesText(memory.peak))
        + available;
}

ModelDetails::ModelDetails(const Theme& theme, QWidget* parent)
    : Surface(theme, Qt::TopEdge, parent),
      m_theme(theme),
      m_iconColour(&Colours::text3),
      m_name(new ElidedLabel(theme, Theme::font(TextStyle::Body, 600), &Colours::text, this)),
      m_path(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text3, this)),
      m_icon(new QLabel(this)),
      m_sentence(new TextLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this))
{
    setFixedHeight(detailsHeight);
    m_path->setElideMode(Qt::ElideMiddle);
    m_icon->setFixedSize(metrics::icon, metrics::icon);
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(padding, 10, padding, 8);
    column->setSpacing(2);
    column->addWidget(m_name);
    column->addWidget(m_path);
    column->addSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_sentence, 1);
    column->addLayout(row, 1);
    connect(&theme, &Theme::changed, this, &ModelDetails::refreshIcon);
    setFoundModel(nullptr);
}

void ModelDetails::setFoundModel(const FoundModel* model)
{
    m_name->setText(model ? model->name : QString());
    m_path->setText(model ? QDir::toNativeSeparators(model->path) : QString());
    m_iconName.clear();
    QString sentence;
    if (model) {
        const Verdict verdict = verdictOf(*model);
        m_iconName = verdictIcon(verdict);
        m_iconColour = verdictColour(verdict);
        sentence = verdict == Verdict::Broken ? model->problem : memorySentence(*model->memory);
    }
    m_sentence->setText(sentence);
    m_sentence->setToolTip(sentence);
    refreshIcon();
}

QString ModelDetails::sentence() const
{
    return m_sentence->text();
}

void ModelDetails::refreshIcon()
{
    m_icon->setPixmap(
        m_iconName.isEmpty()
            ? QPixmap()
            : m_theme.pixmap(
                m_iconName, metrics::icon, m_theme.colours().*m_iconColour, devicePixelRatioF()));
}

} // namespace headwaters
