/* {{ cookiecutter.project_slug|upper|center(20) }}
 * {{ "%s <%s>"|format(cookiecutter.full_name, cookiecutter.email) }} */
{% macro guard(name) %}{{ name|upper|replace('-', '_') }}_H{% endmacro %}
#ifndef {{ guard(cookiecutter.project_slug) }}
int main(void) { char *rows[][2] = {{'{{'}}"a", "b"{{'}}'}}; return !rows; }
#endif
