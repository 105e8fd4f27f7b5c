"""{{ cookiecutter.module_name }}"""

VERSION = "{{ cookiecutter.python_version }}"
