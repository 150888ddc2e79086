#include "core/engine/detect/confirmsteps.h"
#include "core/engine/detect/factsteps.h"
#include "core/engine/detect/learningsteps.h"
#include "core/engine/detect/moversteps.h"
#include "core/engine/detect/structuresteps.h"

namespace headwaters {

const std::vector<DetectorStep>& detectorSteps()
{
    static const std::vector<DetectorStep> steps = [] {
        std::vector<DetectorStep> all = structureSteps();
        for (const auto& more : {moverSteps(), factSteps(), learningSteps(), confirmSteps()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return steps;
}

} // namespace headwaters
