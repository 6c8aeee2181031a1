// The run loop of all Freenets.
#include "sim/overlay/correspondence.hpp"
#include "sim/protocols/freenet/rules.hpp"
#include "sim/run/simulate.hpp"

namespace rippletank::run {

overlay::Measures play_plan(Simulation simulation, const protocols::freenet::Parameters& plan) {
  return play<overlay::Correspondence<protocols::freenet::Rules>>(std::move(simulation), plan);
}

}  // namespace rippletank::run
