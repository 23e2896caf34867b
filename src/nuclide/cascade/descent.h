#pragma once
// What becomes of the atoms of one nuclide of a dataset: its chain, compiled once and kept.
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "nuclide/cascade/cascade.h"

namespace isotrail {

class Dataset;

class Descent {
 public:
  Descent(const Dataset& set, std::size_t nuclide);
  /// Places in the dataset, the nuclide itself first, each member after all that feed it.
  const std::vector<std::size_t>& members() const { return members_; }
  const Cascade& cascade() const { return cascade_; }

 private:
  std::vector<std::size_t> members_;
  Cascade cascade_;
};

/// The descents of a dataset, each made when it is first asked for. Any thread.
class Descents {
 public:
  explicit Descents(const Dataset& set) : set_(set) {}
  const Descent& of(std::size_t nuclide);

 private:
  const Dataset& set_;
  std::mutex lock_;
  std::vector<std::unique_ptr<const Descent>> made_;
};

}  // namespace isotrail
