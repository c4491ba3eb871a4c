"""The native library as a Conan 2 package: `conan create .`"""

import json
import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load


class MicromegasTracing(ConanFile):
    name = "micromegas-tracing"
    description = "One C++20 tracing core: native telemetry and, compiled to WebAssembly, proper console output"
    license = "Apache-2.0"
    topics = ("logging", "tracing", "telemetry")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "telemetry": [True, False], "telemetry_http": [True, False]}
    default_options = {"shared": False, "telemetry": True, "telemetry_http": True}
    exports = "package.json"
    exports_sources = "package.json", "CMakeLists.txt", "LICENSE", "cmake/*", "cpp/*"
    test_package_folder = "tests/conan"

    def set_version(self):
        self.version = json.loads(load(self, os.path.join(self.recipe_folder, "package.json")))["version"]

    def configure(self):
        if not self.options.telemetry:
            del self.options.telemetry_http  # it sends the items of telemetry

    def layout(self):
        cmake_layout(self)

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration(f"os is {self.settings.os}; the native library runs on Linux alone")
        check_min_cppstd(self, 20)

    def requirements(self):
        self.requires("fmt/[>=9.1 <12]", transitive_headers=True, transitive_libs=True)
        if self.options.telemetry:
            self.requires("lz4/[>=1.9 <2]")
            self.requires("libcbor/[>=0.8 <1]")
            self.requires("zlib/[>=1.2.11 <2]")
        if self.options.get_safe("telemetry_http"):
            self.requires("libcurl/[>=7.87 <9]")
            self.requires("nlohmann_json/[>=3.10 <4]", visible=False)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for part in ("TESTS", "EXAMPLES", "TOOLS"):
            toolchain.cache_variables[f"MICROMEGAS_BUILD_{part}"] = False
        toolchain.cache_variables["MICROMEGAS_BUILD_TELEMETRY"] = bool(self.options.telemetry)
        toolchain.cache_variables["MICROMEGAS_BUILD_TELEMETRY_HTTP"] = bool(self.options.get_safe("telemetry_http"))
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # Programs use the library's own CMake package, which has what a list of archives cannot say.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "micromegas")]
        self.cpp_info.libs = []
