#pragma once

#include "core/heads/evidence.h"

namespace headwaters {

/// Evidence on a head that an earlier step found: it stands beside that of the finding and never decides what
/// the finding is.
struct AddedEvidence {
    HeadIndex head;
    HeadType type = HeadType::PreviousToken;
    QString task; ///< key of the prompt set that gave it
    Evidence evidence; ///< not required
};

/// Puts it behind the evidence of the head's finding of the type, Yes or Weak: that of the same task, else
/// that of the highest score. Nothing where there is none. The finding stays what it is.
void addTo(std::vector<TypeFinding>& findings, const AddedEvidence& added);

} // namespace headwaters
