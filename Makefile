# The two commands for a fresh Debian machine with a Swift toolchain:
#   make demo    install what is needed, build, and run the whole path on the census data
#   make test    install what is needed, build, and pass the tests
# Others: make build, make install PREFIX=…, make wheel, make deb, make bench, make clean

PREFIX ?= /usr/local
DEMO ?= /tmp/mlkit-demo
JOBS ?= $(shell nproc)

# Release builds carry the Swift runtime, so that the binary starts fast and runs without a toolchain, and no
# symbols: with them the server, which goes into every bundle, is more than twice as large.
RELEASE = swift build -c release --static-swift-stdlib -Xlinker -s -j $(JOBS)

.PHONY: demo test build engines packages test-environment install wheel deb bench clean

demo: build engines
	scripts/demo.sh .build/release/mlkit $(DEMO)

test: packages engines test-environment
	swift build --build-tests -j $(JOBS)
	swift test --skip-build

build: packages
	$(RELEASE) --product mlkit
	$(RELEASE) --product mlkit-server

# System libraries and headers; nothing is installed that is there already.
packages:
	scripts/install-packages.sh

# DuckDB, ONNX Runtime, LightGBM and OpenBLAS, as wheels, into ./engines, where a binary in the build folder finds them.
engines: packages
	scripts/install-engines.sh engines

# scikit-learn, XGBoost and ONNX Runtime in Python, to compare results with, and what projects of the templates need;
# PyTorch too where its build for the CPU can be had. And the shells that completion is tried in.
test-environment: packages
	scripts/install-packages.sh fish zsh
	scripts/install-python.sh .venv Tests/requirements.txt Tests/requirements-optional.txt
	scripts/install-python.sh .venv-serving Tests/requirements-serving.txt

install: build
	scripts/install.sh .build/release $(DESTDIR)$(PREFIX)
	scripts/install-engines.sh $(DESTDIR)$(PREFIX)/share/mlkit/engines

# dist/mlkit_cli-….whl, which pip, pipx and uv install with its engines.
wheel: build
	scripts/install-packages.sh patchelf binutils
	python3 scripts/wheel.py .build/release dist

# dist/mlkit_….deb, for Debian.
deb: build
	scripts/deb.sh .build/release dist

# Of an installed copy, as users have it: a file that a linker wrote piece by piece is slower to map. DVC, BentoML, Evidently
# and copier do not go into one environment.
bench: export PATH := $(CURDIR)/benchmarks/.venv/bin:$(PATH)
bench: engines
	$(MAKE) install PREFIX=$(CURDIR)/.build/installed
	scripts/install-python.sh benchmarks/.venv benchmarks/requirements.txt
	scripts/install-python.sh benchmarks/.venv-dvc benchmarks/requirements-dvc.txt
	scripts/install-python.sh benchmarks/.venv-bentoml benchmarks/requirements-bentoml.txt
	scripts/install-python.sh benchmarks/.venv-evidently benchmarks/requirements-evidently.txt
	scripts/install-python.sh benchmarks/.venv-ydata benchmarks/requirements-ydata.txt
	scripts/install-python.sh benchmarks/.venv-training benchmarks/requirements-training.txt
	-python benchmarks/run.py $(BENCHED)
	-python benchmarks/checking.py $(BENCHED)
	-python benchmarks/auditing.py $(BENCHED)
	-python benchmarks/pipelines.py $(BENCHED) --dvc benchmarks/.venv-dvc/bin/dvc
	-python benchmarks/caching.py $(BENCHED) --dvc benchmarks/.venv-dvc/bin/dvc
	-python benchmarks/comparing.py $(BENCHED) benchmarks/.venv-evidently/bin/python
	-python benchmarks/tables.py $(BENCHED) --ydata benchmarks/.venv-ydata/bin/python
	-benchmarks/.venv-training/bin/python benchmarks/fitting.py $(BENCHED)
	-python benchmarks/daily.py $(BENCHED)
	-python benchmarks/killing.py $(BENCHED)
	-python benchmarks/histories.py $(BENCHED)
	$(MAKE) wheel deb
	scripts/install-packages.sh debootstrap lintian
	-benchmarks/packages.sh dist/*.whl dist/*.deb
	-python benchmarks/installing.py dist/*.whl .build/release/mlkit
	-python benchmarks/workflows.py dist/*.whl $(BENCHED)
	-benchmarks/serving.sh .build/installed/bin benchmarks/.venv-bentoml/bin/python

BENCHED := .build/installed/bin/mlkit

clean:
	rm -rf .build dist engines .venv .venv-serving benchmarks/.venv benchmarks/.venv-dvc benchmarks/.venv-bentoml \
		benchmarks/.venv-evidently benchmarks/.venv-ydata benchmarks/.venv-training
