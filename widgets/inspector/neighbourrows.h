#pragma once

#include "core/results/directions.h"
#include "widgets/inspector/headcard.h"

namespace headwaters {

/// *Gets from*: the upstream parts that a pair's attention is traced to, on the query and on the key side.
[[nodiscard]] HeadCard::Section getsFromSection(const HeadNeighbours& neighbours);
/// *Gives to*: the later heads that read the head's output in this run, and the logits.
[[nodiscard]] HeadCard::Section givesToSection(const HeadNeighbours& neighbours);
/// Either of them while it is traced.
[[nodiscard]] HeadCard::Section waitingSection(const QString& title);

} // namespace headwaters
