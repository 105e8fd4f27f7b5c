#!/bin/sh
echo {{ cookiecutter.project_name }} {{ cookiecutter.use_dvc }}
